/** The saga behind the table's stream as Lambda runs it. */
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import { sagaPorts } from "../wire/saga.ts";
import { onRecords } from "./wake.ts";

const ports = await sagaPorts();

export const handler = ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> =>
  onRecords(ports, Records);
