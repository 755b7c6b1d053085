package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.account.EventOutcome;
import dev.missioncontrol.billing.id.EventId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * An event as stored.
 *
 * @param id the provider's
 * @param type the provider's name
 * @param created when it happened, by the provider's clock
 * @param received when it came here first
 * @param livemode whether real money moves
 * @param subscription what it is about
 * @param tenant whose it turned out to be
 * @param payload what the provider sent, without what is personal; empty once purged or where there is none
 * @param attempts how often applying it failed
 * @param outcome what became of it
 * @param reason why
 */
public record InboxEvent(
        EventId id,
        String type,
        Instant created,
        Instant received,
        boolean livemode,
        Optional<SubscriptionId> subscription,
        Optional<TenantId> tenant,
        String payload,
        int attempts,
        EventOutcome outcome,
        String reason) {}
