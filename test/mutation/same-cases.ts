/** Properties draw the same cases for every mutant, and not too many: what kills it today kills it tomorrow. */
import fc from "fast-check";

fc.configureGlobal({ seed: 20_261_124, numRuns: 200 });
