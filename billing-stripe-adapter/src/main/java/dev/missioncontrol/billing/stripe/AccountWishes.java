package dev.missioncontrol.billing.stripe;

import dev.missioncontrol.billing.plan.PlanCatalog;
import java.net.URI;

/**
 * What an account at Stripe is to be set up for.
 *
 * @param catalog what is sold
 * @param ownCatalog whether its amounts are the host's word, and not those of the plans that are built in: only then a price that is there
 *     and differs is replaced
 * @param webhook where events are to be sent
 * @param production whether real money is to move
 * @param webhookSecrets how many secrets are configured
 * @param automaticTax whether Stripe is to reckon tax at checkout
 */
public record AccountWishes(
        PlanCatalog catalog,
        boolean ownCatalog,
        URI webhook,
        boolean production,
        int webhookSecrets,
        boolean automaticTax) {}
