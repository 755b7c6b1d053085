package dev.missioncontrol.billing.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.missioncontrol.billing.account.TenantSigns.Owner;
import dev.missioncontrol.billing.id.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose a subscription is: never a guess, and never taken from whom it is bound to. */
class TenantSignsTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");
    private static final Optional<TenantId> NO = Optional.empty();
    private static final Optional<TenantId> SAYS_ACME = Optional.of(ACME);
    private static final Optional<TenantId> SAYS_GLOBEX = Optional.of(GLOBEX);

    private static List<TenantSigns> eachSignAlone(Optional<TenantId> bound, Optional<TenantId> says) {
        return List.of(
                new TenantSigns(bound, says, NO, NO),
                new TenantSigns(bound, NO, says, NO),
                new TenantSigns(bound, NO, NO, says));
    }

    @Test
    void any_one_sign_binds_where_it_is_the_only_one() {
        assertThat(eachSignAlone(NO, SAYS_ACME))
                .extracting(TenantSigns::owner)
                .containsOnly(new Owner.Bound(ACME, Optional.empty()));
        assertThat(new TenantSigns(NO, NO, NO, NO).owner()).isEqualTo(new Owner.Unknown());
    }

    @Test
    void any_two_signs_that_disagree_bind_nobody() {
        Owner disputed = new Owner.Disputed(Set.of(ACME, GLOBEX));
        assertThat(List.of(
                        new TenantSigns(NO, SAYS_ACME, SAYS_GLOBEX, NO),
                        new TenantSigns(NO, SAYS_ACME, NO, SAYS_GLOBEX),
                        new TenantSigns(NO, NO, SAYS_ACME, SAYS_GLOBEX),
                        new TenantSigns(NO, SAYS_ACME, SAYS_ACME, SAYS_GLOBEX)))
                .extracting(TenantSigns::owner)
                .containsOnly(disputed);
    }

    @Test
    void one_that_is_bound_stays_and_only_a_sign_of_another_is_a_finding() {
        assertThat(eachSignAlone(SAYS_ACME, SAYS_ACME))
                .extracting(TenantSigns::owner)
                .containsOnly(new Owner.Bound(ACME, Optional.empty()));
        assertThat(eachSignAlone(SAYS_ACME, SAYS_GLOBEX))
                .extracting(TenantSigns::owner)
                .containsOnly(new Owner.Bound(ACME, Optional.of("its signs name [globex], it stays")));
    }
}
