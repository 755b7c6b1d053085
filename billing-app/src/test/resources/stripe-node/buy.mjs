// Stripe's own library for Node, pointed at the double: node buy.mjs HOST PORT
import Stripe from 'stripe';
import { createServer } from 'node:http';
import assert from 'node:assert/strict';

const [host, port] = process.argv.slice(2);
const stripe = new Stripe('sk_test_node', { host, port: Number(port), protocol: 'http', maxNetworkRetries: 0 });
const control = (path, body = '') =>
  fetch(`http://${host}:${port}/_sandbox/${path}`, { method: 'POST', body }).then((answer) => assert.ok(answer.ok, path));

// An endpoint of our own, made over the API, that believes only what is signed.
const events = [];
let secret;
const receiver = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  events.push(stripe.webhooks.constructEvent(Buffer.concat(chunks), request.headers['stripe-signature'], secret));
  response.end();
});
await new Promise((done) => receiver.listen(0, '127.0.0.1', done));
const endpoint = await stripe.webhookEndpoints.create({
  url: `http://127.0.0.1:${receiver.address().port}/hook`,
  enabled_events: ['checkout.session.completed', 'customer.subscription.updated', 'invoice.payment_failed'],
});
secret = endpoint.secret;

const customer = await stripe.customers.create({ email: 'billing@acme.example', metadata: { tenantId: 'acme' } });
const session = await stripe.checkout.sessions.create({
  mode: 'subscription',
  customer: customer.id,
  line_items: [{ price: 'price_team_monthly', quantity: 2 }],
  success_url: 'https://app.example/ok?session={CHECKOUT_SESSION_ID}',
});
const page = await fetch(session.url);
assert.equal(page.status, 200);
assert.match(await page.text(), /Sandbox/);
await control(`checkout/${session.id}/pay`);

const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ['subscription'] });
assert.equal(paid.status, 'complete');
assert.equal(paid.subscription.status, 'active');

const item = paid.subscription.items.data[0];
const more = await stripe.subscriptions.update(paid.subscription.id, {
  items: [{ id: item.id, quantity: 5 }],
  proration_behavior: 'always_invoice',
  payment_behavior: 'pending_if_incomplete',
});
assert.equal(more.items.data[0].quantity, 5);

const invoices = [];
for await (const invoice of stripe.invoices.list({ customer: customer.id, limit: 1 })) invoices.push(invoice);
assert.equal(invoices.length, 2);
assert.ok(invoices.every((invoice) => invoice.status === 'paid' && invoice.lines.data.length > 0));

await assert.rejects(stripe.customers.create({ emial: 'x' }), (error) => error.code === 'parameter_unknown');
await assert.rejects(stripe.subscriptions.retrieve('sub_none'), (error) => error.code === 'resource_missing');
await assert.rejects(
  stripe.subscriptions.update(more.id, { cancel_at_period_end: true, cancel_at: '' }),
  (error) => error.type === 'StripeInvalidRequestError',
);

await control(`customers/${customer.id}/decline`);
await control('clock', 'advance=P40D');
assert.equal((await stripe.subscriptions.retrieve(more.id)).status, 'past_due');
assert.equal((await stripe.subscriptions.cancel(more.id)).status, 'canceled');

const wanted = ['checkout.session.completed', 'customer.subscription.updated', 'invoice.payment_failed'];
for (let i = 0; i < 100 && !wanted.every((type) => events.some((event) => event.type === type)); i++)
  await new Promise((later) => setTimeout(later, 50));
assert.deepEqual([...new Set(events.map((event) => event.type))].sort(), wanted);
receiver.close();
console.log('bought, changed, failed and canceled');
process.exit(0);
