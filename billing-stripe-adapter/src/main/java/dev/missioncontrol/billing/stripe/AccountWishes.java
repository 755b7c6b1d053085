package dev.missioncontrol.billing.stripe;

import dev.missioncontrol.billing.plan.PlanCatalog;
import java.net.URI;

/**
 * What an account at Stripe is to be set up for.
 *
 * @param catalog what is sold
 * @param webhook where events are to be sent
 * @param production whether real money is to move
 * @param webhookSecrets how many secrets are configured
 * @param automaticTax whether Stripe is to reckon tax at checkout
 */
public record AccountWishes(
        PlanCatalog catalog, URI webhook, boolean production, int webhookSecrets, boolean automaticTax) {}
