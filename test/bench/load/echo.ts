/**
 * The floor: a bare WebSocket server that reads every frame and acknowledges it, and does nothing else. What it costs is
 * the machine's and the library's, not the product's.
 */
import { WebSocketServer } from "ws";
import type { Cost } from "./process.ts";

const server = new WebSocketServer({
  host: "127.0.0.1",
  port: 0,
  perMessageDeflate: false,
  handleProtocols: () => "ocpp1.6",
});
server.on("connection", (ws) => {
  ws.on("message", (data) => {
    const [, id] = JSON.parse(data.toString());
    ws.send(JSON.stringify([3, id, {}]));
  });
});
server.on("listening", () => {
  const address = server.address();
  if (typeof address === "object" && address !== null)
    process.send?.({ ready: `http://127.0.0.1:${address.port}` });
});
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  const cost: Cost = {
    cpuUs: user + system,
    rssBytes: rss,
    heapBytes: heapUsed,
    reads: 0,
    commits: 0,
    looks: 0,
    datasyncs: 0,
  };
  process.send?.(cost);
});
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));
