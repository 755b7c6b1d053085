package dev.missioncontrol.billing.stripe.wire;

import dev.missioncontrol.billing.sandbox.SandboxBackOffice;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What there is: the sandbox, and beside it what only Stripe's API knows. */
final class WireBooks {
    final SandboxPaymentProvider sandbox;
    final SandboxBackOffice office;

    /** What customers have beyond the sandbox's: e-mail, address, metadata. */
    final WireShelf customers;

    /** What checkout sessions were asked for. */
    final WireShelf sessions;

    final WireShelf schedules;
    final WireShelf products;

    /** What prices that were made over the wire have beyond the sandbox's: lookup key, product, metadata. */
    final WireShelf prices;

    final WireShelf configurations;
    final WireShelf portals;
    final WireShelf endpoints;

    /** @param prefix of ids that the wire makes, another one at every start */
    WireBooks(SandboxPaymentProvider sandbox, String prefix) {
        this.sandbox = sandbox;
        office = sandbox.backOffice();
        customers = new WireShelf("cus", prefix);
        sessions = new WireShelf("cs", prefix);
        schedules = new WireShelf("sub_sched", prefix);
        products = new WireShelf("prod", prefix);
        prices = new WireShelf("price", prefix);
        configurations = new WireShelf("bpc", prefix);
        portals = new WireShelf("bps", prefix);
        endpoints = new WireShelf("we", prefix);
    }

    /** The sandbox's time as Stripe shows it, in whole seconds. */
    Instant now() {
        return office.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
