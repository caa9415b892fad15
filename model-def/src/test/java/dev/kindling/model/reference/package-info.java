/**
 * The specification of the network: a slow forward pass in double precision, gradients by finite
 * differences, and LAMB, which the tests of the fast network are held against. It uses the
 * configuration, the parameter layout and the batch. It never imports {@code nn} or {@code
 * kernels}: what they compute must be found twice, independently.
 */
package dev.kindling.model.reference;
