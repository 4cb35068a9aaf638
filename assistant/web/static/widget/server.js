// Asks the server: a token first, then the question, answered in a stream where that works.

const tokens = new Map(); // base → token
const NOT_STREAMING = [0, 404, 405, 406, 501, 502, 504]; // what stands in the way of a stream

/** Why there is no answer: "away", "lost", "refused", "busy" (`seconds` to wait) or "failed". */
class Trouble extends Error {
  constructor(kind, { status = 0, detail = "", seconds = 0 } = {}) {
    super(detail || kind);
    Object.assign(this, { kind, status, detail, seconds });
  }
}

/** The Answer to a body as POST /api/v1/ask takes it; `tell(event, data)` is told of its parts. */
async function answerOf(base, body, signal, tell) {
  for (let anew = !tokens.has(base); ; anew = true) {
    if (anew) tokens.set(base, (await post(base, "token", { signal }).then(json)).token);
    const headers = { "Content-Type": "application/json", "Crossread-Token": tokens.get(base) };
    const request = { signal, headers, body: JSON.stringify(body) };
    try {
      return await answered(base, request, tell);
    } catch (trouble) {
      // A token that was kept may be too old, or from before the server started anew.
      if (trouble.status !== 403 || anew) throw trouble;
    }
  }
}

async function answered(base, request, tell) {
  const stream = await post(base, "ask/stream", request).catch((trouble) => {
    if (NOT_STREAMING.includes(trouble.status)) return null;
    throw trouble;
  });
  const streams = stream?.body && /event-stream/.test(stream.headers.get("Content-Type"));
  return streams ? followed(stream.body, request.signal, tell) : post(base, "ask", request).then(json);
}

/** The answer at the end of a stream of server-sent events. */
async function followed(body, signal, tell) {
  try {
    for await (const [event, data] of events(body)) {
      if (event === "error") throw new Trouble(data.status === 503 ? "busy" : "failed", data);
      if (event === "done") return data;
      tell(event, data);
    }
  } catch (error) {
    if (error instanceof Trouble || signal.aborted) throw error;
  }
  throw new Trouble("lost");
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const found = (rest + value).split(/\r?\n\r?\n/);
      rest = found.pop();
      yield* found.map(eventOf).filter((event) => event !== null);
    }
  } finally {
    reader.cancel().catch(() => {}); // it may have broken off already
  }
}

/** Name and data of an event, or null for a block that holds none, as a ping. */
function eventOf(block) {
  const lines = block.split(/\r?\n/);
  const values = (name) =>
    lines.filter((l) => l.startsWith(`${name}:`)).map((l) => l.slice(name.length + 1).trim());
  const data = values("data");
  return data.length ? [values("event")[0] ?? "message", JSON.parse(data.join("\n"))] : null;
}

async function post(base, path, request) {
  let response;
  try {
    response = await fetch(`${base}widget/${path}`, {
      method: "POST",
      credentials: "omit",
      cache: "no-store",
      ...request,
    });
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw new Trouble((await reachable(base)) ? "refused" : "away");
  }
  if (response.ok) return response;
  const { detail = "" } = await response.json().catch(() => ({}));
  const kind = { 403: "refused", 429: "busy", 503: "busy" }[response.status] ?? "failed";
  const seconds = Number(response.headers.get("Retry-After"));
  throw new Trouble(kind, { status: response.status, detail, seconds });
}

/** Whether a server is there at all; one that refuses a page looks to the page as if it were not. */
function reachable(base) {
  return fetch(`${base}widget.js`, { mode: "no-cors", credentials: "omit", cache: "no-store" })
    .then(() => true, () => false);
}

function json(response) {
  return response.json().catch(() => {
    throw new Trouble("failed");
  });
}
