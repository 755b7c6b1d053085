package dev.missioncontrol.billing.provider;

import dev.missioncontrol.billing.id.EventId;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened at the provider, verified and translated.
 *
 * @param id the same on every delivery of it
 * @param type the provider's name, for example {@code customer.subscription.updated}
 * @param created when it happened, by the provider's clock, in seconds
 * @param livemode whether real money moves
 * @param account the connected account it comes from; present means that it is not ours
 * @param apiVersion the version its payload is written in
 * @param content what it is about
 * @param payload what the provider sent, without what is personal, for {@link EventReader#reread}; empty if there is none
 */
public record ProviderEvent(
        EventId id,
        String type,
        Instant created,
        boolean livemode,
        Optional<String> account,
        Optional<String> apiVersion,
        EventContent content,
        String payload) {}
