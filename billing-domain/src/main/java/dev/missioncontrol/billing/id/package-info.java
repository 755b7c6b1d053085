/** What things are called: one-field records, validated, so that a bare string is never mistaken for another. */
@NullMarked
package dev.missioncontrol.billing.id;

import org.jspecify.annotations.NullMarked;
