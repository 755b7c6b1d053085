/** What a payment provider can do and what it says: the ports an adapter implements, and their words. */
@NullMarked
package dev.missioncontrol.billing.provider;

import org.jspecify.annotations.NullMarked;
