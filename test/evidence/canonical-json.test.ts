/** One value has one sequence of bytes (RFC 8785), so that a hash means the value. */
import { canonicalBytes, canonicalJson } from "@barq/evidence/canonical-json";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const fromBits = (bits: string): number => {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${bits}`));
  return view.getFloat64(0);
};

describe("canonical JSON", () => {
  it("prints the RFC's own example as the RFC does (3.2.2 and 3.2.4)", () => {
    const value = {
      numbers: [Number("333333333.33333329"), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"/",
      literals: [null, true, false],
    };
    const text =
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}';
    expect(canonicalJson(value)).toBe(text);
    expect(Buffer.from(canonicalBytes(value)).toString("hex").slice(0, 40)).toBe(
      "7b226c69746572616c73223a5b6e756c6c2c7472",
    );
  });

  it("orders names by UTF-16 code units (3.2.3)", () => {
    const value = {
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis",
    };
    const order = [...canonicalJson(value).matchAll(/:"([^"]+)"/g)].map((match) => match[1]);
    expect(order).toEqual([
      "Carriage Return",
      "One",
      "Control",
      "Latin Small Letter O With Diaeresis",
      "Euro Sign",
      "Emoji: Grinning Face",
      "Hebrew Letter Dalet With Dagesh",
    ]);
  });

  it.each([
    ["0000000000000000", "0"],
    ["8000000000000000", "0"],
    ["0000000000000001", "5e-324"],
    ["8000000000000001", "-5e-324"],
    ["7fefffffffffffff", "1.7976931348623157e+308"],
    ["4340000000000000", "9007199254740992"],
    ["4430000000000000", "295147905179352830000"],
    ["44b52d02c7e14af5", "9.999999999999997e+22"],
    ["44b52d02c7e14af6", "1e+23"],
    ["444b1ae4d6e2ef4e", "999999999999999700000"],
    ["444b1ae4d6e2ef50", "1e+21"],
    ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
    ["3eb0c6f7a0b5ed8d", "0.000001"],
    ["41b3de4355555553", "333333333.3333332"],
    ["41b3de4355555557", "333333333.33333343"],
    ["becbf647612f3696", "-0.0000033333333333333333"],
    ["43143ff3c1cb0959", "1424953923781206.2"],
  ])("prints the number of bits %s as %s (appendix B)", (bits, text) => {
    expect(canonicalJson(fromBits(bits))).toBe(text);
  });

  it("escapes what JSON escapes and nothing else", () => {
    expect(canonicalJson("\b\t\n\f\r\u0000\u001f\u007f\u2028é/<")).toBe(
      '"\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\u2028é/<"',
    );
  });

  it("is JSON, and the same for the same value in whatever order it was made", () => {
    const shuffled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shuffled);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([name, member]) => [name, shuffled(member)]),
      );
    };
    const isSpoken = (value: unknown): boolean => JSON.stringify(value).isWellFormed();
    fc.assert(
      fc.property(fc.jsonValue().filter(isSpoken), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(canonicalJson(shuffled(JSON.parse(text)))).toBe(text);
        // JSON has no -0.
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each<readonly [string, unknown]>([
    ["not a number", Number.NaN],
    ["infinity", Number.POSITIVE_INFINITY],
    ["a big integer", 1n],
    ["nothing at all", undefined],
    ["nothing in a list", [undefined]],
    ["a hole in a list", new Array(2)],
    ["a function", () => 1],
    ["half a sign", "\ud800"],
    ["half a sign in a name", { "\udc00": 1 }],
    ["a date", new Date(0)],
    ["bytes", { bytes: new Uint8Array(2) }],
    ["a map", new Map([["a", 1]])],
  ])("is refused for what JSON cannot say: %s", (_what, value) => {
    expect(() => canonicalJson(value)).toThrow();
  });

  it("leaves out members that are undefined, as JSON does", () => {
    expect(canonicalJson({ b: undefined, a: null })).toBe('{"a":null}');
  });
});
