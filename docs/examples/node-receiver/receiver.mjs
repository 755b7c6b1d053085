// Takes billing's events: BILLING_EVENT_SECRET=whsec_... PORT=3000 node receiver.mjs
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.BILLING_EVENT_SECRET);
const seen = new Set(); // of opaque ids; yours is in a database: an event may come again, also after a restart

// What a tenant may use at a moment: keep `after`, and ask it again then, since no event comes when accessUntil has passed.
const mayUse = ({ plan, access, accessUntil }, now = Date.now()) =>
  access === 'none' || (accessUntil !== null && now >= Date.parse(accessUntil)) ? 'free' : plan;

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    const event = webhook.verify(Buffer.concat(chunks).toString('utf8'), request.headers);
    if (!seen.has(event.id)) console.log(event.data.tenant, event.type, mayUse(event.data.after));
    seen.add(event.id);
    response.writeHead(204).end();
  } catch (refused) {
    console.log('refused:', refused.message);
    response.writeHead(400).end();
  }
}).listen(Number(process.env.PORT ?? 3000), '127.0.0.1', function () {
  console.log('listening on', this.address().port);
});
