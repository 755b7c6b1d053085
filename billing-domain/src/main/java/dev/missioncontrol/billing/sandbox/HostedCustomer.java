package dev.missioncontrol.billing.sandbox;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.TenantId;
import java.util.Optional;

/**
 * A customer as the sandbox knows it.
 *
 * @param id the customer
 * @param tenant whose it is
 * @param email where invoices go
 * @param name what invoices say
 * @param hasCard whether a card is on file
 * @param credit what was given back and not used yet, in minor units
 * @param deleted whether it was deleted: it is remembered all the same
 */
public record HostedCustomer(
        CustomerId id,
        TenantId tenant,
        Optional<String> email,
        Optional<String> name,
        boolean hasCard,
        long credit,
        boolean deleted) {}
