package dev.missioncontrol.billing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.missioncontrol.billing.id.TenantId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An id that can't be read hides none behind it, and is told in one page. */
class TenantPageTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");

    @Test
    void ids_that_can_not_be_read_are_told_beside_the_others() {
        TenantPage page = TenantPage.of(List.of("a\n b", "acme", "g h", "globex", "i j"), 9);
        assertThat(page.tenants()).containsExactly(ACME, GLOBEX);
        assertThat(page.unreadable()).containsExactly("'a? b'", "'g h'", "'i j'");
        assertThat(page.next()).isEmpty();
    }

    @Test
    void those_behind_the_last_that_can_be_read_are_told_in_the_next_page() {
        TenantPage page = TenantPage.of(List.of("acme", "g h", "globex", "i j"), 4);
        assertThat(page.unreadable()).containsExactly("'g h'");
        assertThat(page.next()).contains(GLOBEX);
    }

    @Test
    void a_page_of_which_none_can_be_read_is_no_end() {
        assertThatThrownBy(() -> TenantPage.of(List.of("a b", "c d"), 2)).hasMessageContaining("none has an id");
    }
}
