/** Speak HTTP: resources, problems, OpenAPI, security. */
@NullMarked
package io.rsyncbackup.web;

import org.jspecify.annotations.NullMarked;
