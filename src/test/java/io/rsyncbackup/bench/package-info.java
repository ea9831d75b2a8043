/**
 * How long it takes beside others who do the same work, never part of the tests. All of it, in one table:
 * {@code mvn verify -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Djacoco.skip=true -Dit.test=RunBench}.
 * {@code -Drounds=7} says how often, {@code -Dbench.files=100000} how large, {@code -Dbench.directory=…} on which disk.
 */
@org.jspecify.annotations.NullMarked
package io.rsyncbackup.bench;
