package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.account.BillingEvent;
import dev.missioncontrol.billing.id.TenantId;
import java.util.List;

/** Where events of applications come from and go. */
abstract class PublishingContract extends StoreContract {
    final BillingEvent publish(TenantId tenant) {
        return publish(tenant, new RandomRecords(1));
    }

    final BillingEvent publish(TenantId tenant, RandomRecords records) {
        return get(tx -> {
            TenantRecord record = hold(tx, tenant);
            long sequence = record.eventLength() + 1;
            BillingEvent next = new BillingEvent(
                    record.pseudonym() + "-" + sequence, tenant, sequence, records.instant(), records.transition());
            tx.journal().publish(next);
            return next;
        });
    }

    final List<BillingEvent> undelivered() {
        return undelivered(999);
    }

    final List<BillingEvent> undelivered(int limit) {
        return list(tx -> due(tx, limit));
    }

    final List<PublishedEvent> published(long after, int limit) {
        return list(tx -> tx.journal().published(after, limit)).stream()
                .map(PublishedRow::published)
                .toList();
    }

    final void delivered(BillingEvent event) {
        run(tx -> tx.journal().delivered(event));
    }
}
