/** dynalite 4.0.0 behind types: what of its insides the layer stands on. It is pinned exactly because these are insides. */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createRequire } from "node:module";

export type Attributes = Record<string, Record<string, unknown>>;

export interface TableSchema {
  readonly TableName: string;
  readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
  readonly GlobalSecondaryIndexes?: readonly {
    readonly IndexName: string;
    readonly KeySchema: readonly { readonly AttributeName: string }[];
    readonly Projection: { readonly ProjectionType: string };
  }[];
}

type Callback<T> = (error: unknown, value?: T) => void;

/** A part of the database under a prefix; values are items. */
export interface SubDb {
  lock(key: string, run: (release: <T>(callback: Callback<T>) => Callback<T>) => void): void;
  get(key: string, callback: Callback<Attributes | undefined>): void;
  put(key: string, value: unknown, callback: Callback<void>): void;
  del(key: string, callback: Callback<void>): void;
  createValueStream(options: object): NodeJS.ReadableStream;
}

interface LevelIterator {
  close(): Promise<void>;
}

interface LevelDb {
  batch(operations: readonly object[], callback: Callback<void>): void;
  open(): Promise<void>;
  close(): Promise<void>;
  keys(options: object): LevelIterator;
  values(options: object): LevelIterator;
}

export interface DynaliteStore {
  readonly db: LevelDb;
  readonly tableDb: SubDb;
  getItemDb(table: string): SubDb;
  getIndexDb(type: string, table: string, index: string): SubDb;
  getTable(name: string, callback: Callback<TableSchema>): void;
}

/** A request's data after dynalite's own checks; `_condition` and others are its parsed expressions. */
export type Checked = Record<string, unknown> & {
  readonly TableName: string;
  readonly Key?: Attributes;
  readonly Item?: Attributes;
};

interface DbModule {
  create(options: object): DynaliteStore;
  createKey(item: Attributes, table: TableSchema): string;
  validateKey(key: Attributes, table: TableSchema): unknown;
  validateItem(item: Attributes, table: TableSchema): unknown;
  checkConditional(data: Checked, item: Attributes | undefined): unknown;
  itemSize(item: Attributes, compress?: boolean, addMetaSize?: boolean): number;
}

interface Rules {
  readonly types: object;
  readonly custom?: unknown;
}

interface ValidationsModule {
  checkTypes(data: unknown, types: object): Checked;
  checkValidations(data: Checked, types: object, custom: unknown, store: DynaliteStore): void;
}

type Action = (store: DynaliteStore, data: Checked, callback: Callback<Record<string, unknown>>) => void;

const load = createRequire(import.meta.url);
export const database: DbModule = load("dynalite/db");
const validations: ValidationsModule = load("dynalite/validations");

export type WriteAction = "putItem" | "updateItem" | "deleteItem";

const rulesOf = (name: WriteAction): Rules => load(`dynalite/validations/${name}`);
const actionOf = (name: WriteAction): Action => load(`dynalite/actions/${name}`);

/** Runs a function that answers by callback. */
export const called = <T>(run: (callback: Callback<T>) => void): Promise<T | undefined> =>
  new Promise((done, fail) => run((error, value) => (error ? fail(error) : done(value))));

/** Checks a request as DynamoDB does. @throws dynalite's error with statusCode and body */
export function checked(name: WriteAction, raw: unknown, store: DynaliteStore): Checked {
  const rules = rulesOf(name);
  const data = validations.checkTypes(raw, rules.types);
  validations.checkValidations(data, rules.types, rules.custom, store);
  return data;
}

export const perform = (
  name: WriteAction,
  store: DynaliteStore,
  data: Checked,
): Promise<Record<string, unknown> | undefined> =>
  called((callback) => actionOf(name)(store, data, callback));

interface Dynalite {
  readonly store: DynaliteStore;
  handle(request: IncomingMessage, response: ServerResponse): void;
}

/** dynalite over a folder, or in memory; its own HTTP server never listens. */
export function openDynalite(folder: string | null): Dynalite {
  let store: DynaliteStore | undefined;
  const create = database.create;
  database.create = (options) => {
    store = create(options);
    return store;
  };
  try {
    const make: (options: object) => Server = load("dynalite");
    const server = make({
      createTableMs: 0,
      deleteTableMs: 0,
      updateTableMs: 0,
      ...(folder === null ? {} : { path: folder }),
    });
    if (!store) throw new Error("dynalite did not open its store");
    letIteratorsGo(store.db);
    return { store, handle: (request, response) => void server.emit("request", request, response) };
  } finally {
    database.create = create;
  }
}

/**
 * dynalite's streams end their iterators by a `return` that LevelDB's have not: each query would leave one open for ever, and
 * with it the state of the database that it saw.
 */
function letIteratorsGo(db: LevelDb): void {
  const { keys, values } = db;
  const ending =
    (make: (options: object) => LevelIterator) =>
    (options: object): LevelIterator => {
      const iterator = make.call(db, options);
      return Object.assign(iterator, { return: () => iterator.close() });
    };
  db.keys = ending(keys);
  db.values = ending(values);
}
