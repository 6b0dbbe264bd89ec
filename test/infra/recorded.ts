/** Looking at what a deployment would create: by type and name, and the statements of a role. */
import assert from "node:assert/strict";
import type { Resource } from "./mocks.ts";

type Inputs = Readonly<Record<string, unknown>>;

interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

export interface World {
  all(type: string): readonly Resource[];
  /** the inputs of the only one of that type whose name matches */
  one(type: string, name: RegExp): Inputs;
  /** the statements of all inline policies of a role */
  statements(role: RegExp): readonly Statement[];
}

export const lambdaType = "aws:lambda/function:Function";

export function worldOf(resources: readonly Resource[]): World {
  const all = (type: string) => resources.filter((each) => each.type === type);
  const one = (type: string, name: RegExp): Inputs => {
    const found = all(type).filter((each) => name.test(each.name));
    assert.equal(found.length, 1, `${found.length} of ${type} are named ${name}`);
    return found[0]?.inputs ?? {};
  };
  return {
    all,
    one,
    statements(role) {
      const policies = one("aws:iam/role:Role", role).inlinePolicies;
      assert.ok(Array.isArray(policies), `${role} has inline policies`);
      return policies.flatMap(({ policy }) => JSON.parse(policy).statements);
    },
  };
}
