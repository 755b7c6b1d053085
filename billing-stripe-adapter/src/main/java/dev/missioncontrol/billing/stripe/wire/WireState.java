package dev.missioncontrol.billing.stripe.wire;

import dev.missioncontrol.billing.sandbox.SandboxBackOffice;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What there is: the sandbox, and beside it what only Stripe's API knows. */
final class WireState {
    final SandboxPaymentProvider sandbox;
    final SandboxBackOffice office;

    /** What customers have beyond the sandbox's: e-mail, address, metadata. */
    final WireObjects customers;

    /** What checkout sessions were asked for. */
    final WireObjects sessions;

    final WireObjects schedules;
    final WireObjects products;

    /** What prices that were made over the wire have beyond the sandbox's: lookup key, product, metadata. */
    final WireObjects prices;

    final WireObjects configurations;
    final WireObjects portals;
    final WireObjects endpoints;

    /** @param prefix of ids that the wire makes, another one at every start */
    WireState(SandboxPaymentProvider sandbox, String prefix) {
        this.sandbox = sandbox;
        office = sandbox.backOffice();
        customers = new WireObjects("cus", prefix);
        sessions = new WireObjects("cs", prefix);
        schedules = new WireObjects("sub_sched", prefix);
        products = new WireObjects("prod", prefix);
        prices = new WireObjects("price", prefix);
        configurations = new WireObjects("bpc", prefix);
        portals = new WireObjects("bps", prefix);
        endpoints = new WireObjects("we", prefix);
    }

    /** The sandbox's time as Stripe shows it, in whole seconds. */
    Instant now() {
        return office.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
