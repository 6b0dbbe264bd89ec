/** Who may ask, by the names that the routes give them. Each list is named once, because rows lie in bundles. */

export const driver = ["driver"] as const;
export const receipt = ["receipt"] as const;
export const operator = ["operator"] as const;
export const staff = ["operator", "technician", "support", "finance", "auditor"] as const;
/** those who run the network, stand at its posts, help its drivers or look it over */
export const people = ["operator", "technician", "support", "auditor"] as const;
export const field = ["operator", "technician"] as const;
export const help = ["operator", "support"] as const;
export const books = ["operator", "finance", "auditor"] as const;
export const deciding = ["operator", "finance"] as const;
export const refunds = ["operator", "support", "finance", "auditor"] as const;
export const sealed = ["driver", "receipt", "operator", "support", "finance", "auditor"] as const;
