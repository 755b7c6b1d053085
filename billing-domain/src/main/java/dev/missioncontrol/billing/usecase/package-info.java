/** What people and workers ask for, one file each, named as a verb. */
@NullMarked
package dev.missioncontrol.billing.usecase;

import org.jspecify.annotations.NullMarked;
