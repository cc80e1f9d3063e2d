/**
 * The broadcast of a queue's message by Socket.IO's own server, to hold OneDoor's beside: pages subscribe, and
 * `POST /` with `[event, message]` sends it to all of them. Says its port.
 */

import { Buffer } from "node:buffer";
import { createServer } from "node:http";
import { Server } from "socket.io";

const QUEUE = "queue";

const http = createServer(async (request, response) => {
  const body = [];
  for await (const part of request) body.push(part);
  const [event, message] = JSON.parse(Buffer.concat(body).toString());
  io.to(QUEUE).emit(event, message);
  response.writeHead(204).end();
});
const io = new Server(http, { transports: ["websocket"] });

io.on("connection", (page) => {
  page.on("subscribe", (_subscription, answer) => {
    page.join(QUEUE);
    answer({});
  });
});

http.listen(0, "127.0.0.1", 2048, () => console.log(http.address().port));
