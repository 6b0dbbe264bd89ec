/** Lambda's runtime in ten lines: imports a bundle, then takes events from the Runtime API until it is ended. */
import { pathToFileURL } from "node:url";

const [bundle = "", name = ""] = process.argv.slice(2);
const base = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation`;
const exported = await import(pathToFileURL(bundle).href);
for (;;) {
  const next = await fetch(`${base}/next`);
  const id = next.headers.get("lambda-runtime-aws-request-id");
  const answer = await exported[name](await next.json(), { awsRequestId: id });
  await fetch(`${base}/${id}/response`, { method: "POST", body: JSON.stringify(answer) });
}
