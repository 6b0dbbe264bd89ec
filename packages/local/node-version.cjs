// Says which Node is missing before anything else of the product is loaded; plain enough for any Node to run.
const [major] = process.versions.node.split(".").map(Number);
if (major !== 24) {
  console.error(
    `Barq needs Node 24, and this is ${process.version}. On Linux \`npm ci\` brings it along; elsewhere install it from nodejs.org and run the command again.`,
  );
  process.exit(1);
}
