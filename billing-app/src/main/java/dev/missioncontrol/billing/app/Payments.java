package dev.missioncontrol.billing.app;

import dev.missioncontrol.billing.app.config.Configuration;
import dev.missioncontrol.billing.app.config.Secret;
import dev.missioncontrol.billing.app.config.UnsignedWebhooks;
import dev.missioncontrol.billing.app.observe.LogIds;
import dev.missioncontrol.billing.provider.EventReader;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.sandbox.SandboxPaymentProvider;
import dev.missioncontrol.billing.stripe.CallListener;
import dev.missioncontrol.billing.stripe.StripeEventReader;
import dev.missioncontrol.billing.stripe.StripePaymentProvider;
import dev.missioncontrol.billing.stripe.StripeSettings;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Who takes the money: Stripe, or in placeholder mode the sandbox, whose events go over the wire, signed, as Stripe's do.
 *
 * @param provider asked by the use cases
 * @param reader verifies and translates its events
 * @param unsignedReader reads events without a signature, where all that the configuration can say allows it
 * @param sandbox the provider, where it is the sandbox
 * @param webhooks carries the sandbox's events
 * @param clock the provider's, where it is the sandbox, whose clock can be moved
 */
record Payments(
        PaymentProvider provider,
        EventReader reader,
        Optional<EventReader> unsignedReader,
        Optional<SandboxPaymentProvider> sandbox,
        Optional<SandboxWebhooks> webhooks,
        InstantSource clock) {

    static Payments of(Configuration configuration, InstantSource clock) {
        return of(configuration, clock, CallListener.NONE);
    }

    /** @param calls is told of every call to Stripe, each try for itself */
    static Payments of(Configuration configuration, InstantSource clock, CallListener calls) {
        List<String> secrets =
                configuration.webhookSecrets().stream().map(Secret::value).toList();
        // Loopback and livemode are asked of each request.
        Optional<EventReader> unsigned = UnsignedWebhooks.allowed(configuration, true, true)
                ? Optional.of(StripeEventReader.unsigned())
                : Optional.empty();
        return configuration
                .stripeKey()
                .map(key -> stripe(configuration, key, secrets, unsigned, clock, calls))
                .orElseGet(() -> sandbox(configuration, secrets, unsigned, clock));
    }

    private static Payments stripe(
            Configuration configuration,
            Secret key,
            List<String> secrets,
            Optional<EventReader> unsigned,
            InstantSource clock,
            CallListener calls) {
        StripeSettings settings = StripePaymentProvider.withKey(key.value())
                .clock(clock)
                .listener(calls)
                .trace(LogIds::traceparent);
        configuration.stripeApiBase().ifPresent(settings::apiBase);
        if (!secrets.isEmpty()) settings.webhookSecrets(secrets);
        StripePaymentProvider stripe = settings.build();
        return new Payments(stripe, stripe.eventReader(), unsigned, Optional.empty(), Optional.empty(), clock);
    }

    private static Payments sandbox(
            Configuration configuration, List<String> secrets, Optional<EventReader> unsigned, InstantSource clock) {
        // Ids of their own on every start: the inbox may still know those of the last one.
        SandboxPaymentProvider sandbox =
                SandboxPaymentProvider.on(clock, "demo" + RandomHex.ofBytes(4)).hostedAt(configuration.baseUrl());
        List<String> signing = secrets.isEmpty() ? List.of("whsec_" + RandomHex.ofBytes(16)) : secrets;
        SandboxWebhooks webhooks =
                new SandboxWebhooks(configuration.localUrl().resolve("/api/billing/webhook"), signing.get(0), clock);
        return new Payments(
                sandbox,
                StripeEventReader.signedBy(signing, clock),
                unsigned,
                Optional.of(sandbox),
                Optional.of(webhooks),
                sandbox.clock());
    }
}
