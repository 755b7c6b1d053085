package dev.missioncontrol.billing.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LimitsTest {
    private static PlanDraft free() {
        return Plan.draft("free").rank(0);
    }

    private static PlanDraft pro() {
        return Plan.draft("pro").rank(1).monthly("price_pro", 2000, "usd");
    }

    private static String faults(PlanDraft... drafts) {
        try {
            PlanCatalog.of(drafts);
            return "";
        } catch (InvalidCatalogException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void a_plan_grants_none_of_what_it_does_not_name_and_another_does() {
        PlanCatalog catalog = PlanCatalog.of(free().limit("projects", 1), pro().unlimited("seats_of_guests"));
        assertThat(catalog.free().limits())
                .containsEntry("projects", Limit.of(1))
                .containsEntry("seats_of_guests", Limit.NONE);
        assertThat(catalog.plan("pro").orElseThrow().limits())
                .containsEntry("projects", Limit.NONE)
                .containsEntry("seats_of_guests", Limit.UNLIMITED);
    }

    @Test
    void a_limit_allows_up_to_its_number() {
        assertThat(Limit.of(3).allows(3)).isTrue();
        assertThat(Limit.of(3).allows(4)).isFalse();
        assertThat(Limit.NONE.allows(1)).isFalse();
        assertThat(Limit.UNLIMITED.allows(Long.MAX_VALUE)).isTrue();
        assertThatThrownBy(() -> Limit.of(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Limit.of(Limit.LARGEST + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void limits_that_are_none_are_said_all_at_once() {
        String said = faults(
                free().limit("Projects", 1).limit("calls", -1).limit("calls", 2),
                pro().limit("calls", Limit.LARGEST + 1));
        assertThat(said)
                .contains("plans[0] \"free\".limits.Projects")
                .contains("plans[0] \"free\".limits.calls: is -1")
                .contains("is given twice")
                .contains("plans[1] \"pro\".limits.calls: is " + (Limit.LARGEST + 1));
        PlanDraft many = free();
        for (int i = 0; i <= CatalogCheck.MOST_LIMITS; i++) many.limit("limit_" + i, 1);
        assertThat(faults(many, pro())).contains("at most " + CatalogCheck.MOST_LIMITS);
    }

    @Test
    void the_fingerprint_of_a_catalogue_covers_its_limits_and_is_as_it_was_without_any() {
        String without = PlanCatalog.of(free(), pro()).hash();
        String ten = PlanCatalog.of(free(), pro().limit("projects", 10)).hash();
        assertThat(ten).isNotEqualTo(without);
        assertThat(PlanCatalog.of(free(), pro().limit("projects", 11)).hash()).isNotEqualTo(ten);
        assertThat(PlanCatalog.of(free(), pro().unlimited("projects")).hash()).isNotEqualTo(ten);
        assertThat(PlanCatalog.of(free().limit("projects", 0), pro().limit("projects", 10))
                        .hash())
                .as("not to name it is to grant none")
                .isEqualTo(ten);
        assertThat(without).isEqualTo("c66ef859f2b1a5a39f46173cb8168c0d2c0593cc92f7a14b97b58208629f854f");
    }
}
