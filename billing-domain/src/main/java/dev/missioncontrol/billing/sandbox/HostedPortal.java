package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.PortalRequest;
import java.net.URI;
import java.util.Optional;

/**
 * A portal session as the sandbox's stand-in page needs it.
 *
 * @param id the session's id, the last part of its URL
 * @param customer whose subscriptions it shows
 * @param returnUrl where it leads back to
 * @param flow the page to open at, the overview if absent
 * @param subscription which subscription the flow is about
 */
public record HostedPortal(
        String id,
        CustomerId customer,
        URI returnUrl,
        Optional<PortalRequest.PortalFlow> flow,
        Optional<SubscriptionId> subscription) {}
