/** The drain behind the intake's queue as Lambda runs it. */
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { stationDoor } from "../wire/station.ts";
import { onMessages } from "./messages.ts";

const { ports } = stationDoor();

export const handler = ({ Records }: SQSEvent): Promise<SQSBatchResponse> => onMessages(ports, Records);
