/** All doors of the product as Lambda runs them, in one process. */
import { createDeskApp } from "@barq/functions/api/desk-app";
import { createFieldApp } from "@barq/functions/api/field-app";
import { createMoneyApp } from "@barq/functions/api/money-app";
import { createNetworkApp } from "@barq/functions/api/network-app";
import { createReadApp } from "@barq/functions/api/read-app";
import type { Door } from "@barq/functions/api/routes";
import { createSupportApp } from "@barq/functions/api/support-app";
import { createTariffsApp } from "@barq/functions/api/tariffs-app";
import type { DeskDoor, FieldDoor, HookDoor, OfficeDoor, PayDoor } from "@barq/functions/api/wire";
import { createHooksApp } from "@barq/functions/hooks/hooks-app";
import { createOfficeApp } from "@barq/functions/office/office-app";
import { createSitesApp } from "@barq/functions/office/sites-app";
import { createOpenApp } from "@barq/functions/open/open-app";
import { createPagesApp } from "@barq/functions/pages/pages-app";
import { createPayApp } from "@barq/functions/pages/pay-app";
import { createPaperApp } from "@barq/functions/paper/paper-app";
import { handle } from "hono/aws-lambda";
import type { JSONWebKeySet } from "jose";
import type { HttpHandler } from "./lambda-http.ts";

type EveryDoor = OfficeDoor & PayDoor & DeskDoor & FieldDoor & HookDoor;

/** @param documents public halves of the document keys */
export function productDoors(door: EveryDoor, documents: JSONWebKeySet): Readonly<Record<Door, HttpHandler>> {
  const { origin } = door.ports;
  return {
    open: handle(createOpenApp({ origin, documents, ...(door.log && { log: door.log }) })),
    read: handle(createReadApp(door)),
    money: handle(createMoneyApp(door)),
    pages: handle(createPagesApp(door)),
    pay: handle(createPayApp(door)),
    hooks: handle(createHooksApp(door)),
    paper: handle(createPaperApp(door)),
    desk: handle(createDeskApp(door)),
    field: handle(createFieldApp(door)),
    network: handle(createNetworkApp(door)),
    support: handle(createSupportApp(door)),
    tariffs: handle(createTariffsApp(door)),
    office: handle(createOfficeApp(door)),
    sites: handle(createSitesApp(door)),
  };
}
