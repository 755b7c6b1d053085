/** The one object that an embedding application holds: {@link dev.missioncontrol.billing.Billing}. */
@NullMarked
package dev.missioncontrol.billing;

import org.jspecify.annotations.NullMarked;
