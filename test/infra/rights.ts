/** Who may do what: no role has more than its door needs, and none can be taken on by anybody but Lambda. */
import assert from "node:assert/strict";
import type { Checks } from "./checks.ts";
import type { World } from "./recorded.ts";
import { lambdaType } from "./recorded.ts";

export function checkRights({ check }: Checks, world: World): void {
  const roles = world
    .all("aws:iam/role:Role")
    .filter(({ name }) => name !== "APIGatewayPushToCloudWatchLogsRole");
  const rights = roles.flatMap(({ name }) =>
    world
      .statements(new RegExp(`^${name}$`))
      .flatMap(({ actions, resources }) => actions.map((action) => ({ name, action, resources }))),
  );

  check("every Lambda has a role of its own", () => {
    assert.equal(
      new Set(world.all(lambdaType).map(({ inputs }) => inputs.role)).size,
      world.all(lambdaType).length,
    );
  });
  check("a role names its actions and its resources one by one", () => {
    const broad = rights.filter(
      ({ action, resources }) => action.includes("*") || resources.some((resource) => resource === "*"),
    );
    assert.deepEqual(broad, []);
  });
  check("nobody scans a table, deletes a file, or looks into another's queue", () => {
    const actions = new Set(rights.map(({ action }) => action));
    assert.deepEqual([...actions].filter((action) => !allowed.includes(action)).sort(), []);
  });
  check("messages go out from the saga and the sweeper alone, and from our own domain", () => {
    const mail = rights.filter(({ action }) => action.startsWith("ses:"));
    assert.deepEqual([...new Set(mail.map(({ name }) => name))].sort(), [
      "CoreSubscriberSagaFunctionRole",
      "SweeperHandlerRole",
    ]);
    assert.ok(mail.every(({ resources }) => resources.every((of) => of.endsWith(":identity/barq.example"))));
  });
  check("the open door may do nothing at all", () => {
    assert.deepEqual(world.one("aws:iam/role:Role", /^OpenRole$/).inlinePolicies, []);
  });
  check("only Lambda and the scheduler can take a role on", () => {
    const trusted = roles.map(({ name, inputs }) => [name, JSON.stringify(inputs.assumeRolePolicy)]);
    const others = trusted.filter(
      ([, policy]) =>
        !/"(lambda|scheduler)\.amazonaws\.com"/.test(policy ?? "") || /:root|"AWS"/.test(policy ?? ""),
    );
    assert.deepEqual(others, []);
  });
  check(
    "only the saga, the sweeper and the books' clock write files, and only who has business with stations speaks to them",
    () => {
      const may = (action: string) =>
        [...new Set(rights.filter((right) => right.action === action).map(({ name }) => name))].sort();
      assert.deepEqual(may("s3:PutObject"), [
        "BooksHandlerRole",
        "CoreSubscriberSagaFunctionRole",
        "SweeperHandlerRole",
      ]);
      for (const role of ["FieldRole", "NetworkRole", "PaperRole"])
        assert.ok(may("execute-api:ManageConnections").includes(role));
      for (const role of ["ReadRole", "PagesRole", "PayRole", "MoneyRole", "HooksRole"])
        assert.ok(!may("execute-api:ManageConnections").includes(role));
    },
  );
}

const allowed = [
  "dynamodb:BatchGetItem",
  "dynamodb:ConditionCheckItem",
  "dynamodb:DeleteItem",
  "dynamodb:DescribeStream",
  "dynamodb:GetItem",
  "dynamodb:GetRecords",
  "dynamodb:GetShardIterator",
  "dynamodb:ListStreams",
  "dynamodb:PutItem",
  "dynamodb:Query",
  "dynamodb:UpdateItem",
  "execute-api:ManageConnections",
  "lambda:InvokeFunction",
  "s3:GetObject",
  "s3:ListBucket",
  "s3:PutObject",
  "sqs:ChangeMessageVisibility",
  "sqs:DeleteMessage",
  "sqs:GetQueueAttributes",
  "sqs:GetQueueUrl",
  "sqs:ReceiveMessage",
  "sqs:SendMessage",
  "ses:SendEmail",
  "ses:SendRawEmail",
];
