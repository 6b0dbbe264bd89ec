/** What drivers call a connector's standard (OCPI's ConnectorType); the names are the same in the three languages. */
const names: Readonly<Record<string, string>> = {
  IEC_62196_T1: "Type 1",
  IEC_62196_T1_COMBO: "CCS 1",
  IEC_62196_T2: "Type 2",
  IEC_62196_T2_COMBO: "CCS 2",
  IEC_62196_T3A: "Type 3A",
  IEC_62196_T3C: "Type 3C",
  CHADEMO: "CHAdeMO",
  DOMESTIC_E: "E/F",
  DOMESTIC_F: "E/F",
  GBT_AC: "GB/T AC",
  GBT_DC: "GB/T DC",
  NACS: "NACS",
  TESLA_R: "Tesla",
  TESLA_S: "Tesla",
};

export const plugName = (standard: string): string => names[standard] ?? standard.replaceAll("_", " ");

/** Watts as kW with at most one decimal: "7.4", "22". */
export function kwText(watts: number): string {
  const tenths = Math.round(watts / 100);
  return tenths % 10 === 0 ? String(tenths / 10) : `${Math.trunc(tenths / 10)}.${Math.abs(tenths % 10)}`;
}
