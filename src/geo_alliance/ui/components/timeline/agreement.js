// Who is ahead: the periods that were sent to the server, and the one that it last said.
import { keyOf } from "./period.js";

const PATIENCE_MS = 3000;  // a message that was lost with its connection gets no answer

export function createAgreement() {
  let known = null, sent = [], askedAt = -Infinity;

  // What a period from the server is: the same as before, the answer to the last one sent, the answer to one that a
  // newer one has overtaken, or the reader's choice elsewhere on the page.
  function receive(period) {
    const key = keyOf(period);
    if (key === known) return "same";
    known = key;
    if (!sent.includes(key)) {
      sent = [];
      return "other";
    }
    sent = sent.slice(sent.indexOf(key) + 1);
    return sent.length ? "overtaken" : "answer";
  }

  // Whether a period has to be sent: not the one that the server says anyway, or is about to say.
  function ask(period) {
    const key = keyOf(period);
    if (performance.now() - askedAt > PATIENCE_MS) sent = [];
    if (key === (sent.at(-1) ?? known)) return false;
    sent.push(key);
    askedAt = performance.now();
    return true;
  }

  // Give up what was sent: Back and Forward take it along.
  const forget = () => (sent = []);

  return { receive, ask, forget };
}
