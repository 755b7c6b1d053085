package dev.missioncontrol.billing.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.provider.ASnapshot;
import dev.missioncontrol.billing.provider.SubscriptionSnapshot;
import dev.missioncontrol.billing.store.Expected;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrefetchTest {
    /** Otherwise each that is nobody's is a question of its own, and on an account that sells other things most are. */
    @Test
    void whether_any_of_a_page_was_an_erased_tenants_is_asked_of_all_of_it_together() {
        Instant created = Instant.parse("2027-01-01T00:00:00Z");
        List<SubscriptionSnapshot> page = List.of(
                ASnapshot.of("sub_1", created).customer("cus_1").said(),
                ASnapshot.of("sub_2", created).customer("cus_2").said());

        Expected expected = Prefetch.listed(page, "stripe");

        assertThat(expected.subscriptions())
                .containsExactlyInAnyOrder(new SubscriptionId("sub_1"), new SubscriptionId("sub_2"));
        assertThat(expected.customers()).containsExactlyInAnyOrder(new CustomerId("cus_1"), new CustomerId("cus_2"));
    }
}
