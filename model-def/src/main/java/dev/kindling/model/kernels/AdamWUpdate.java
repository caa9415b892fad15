package dev.kindling.model.kernels;

/**
 * The numbers of one AdamW update (Loshchilov and Hutter 2019), g being the clipped gradient:
 *
 * <pre>
 *   m = beta1 · m + (1 - beta1) · g
 *   v = beta2 · v + (1 - beta2) · g²
 *   p = p - stepSize · m / (sqrt(v) · secondCorrection + epsilon) - decay · p
 * </pre>
 *
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param stepSize learning rate with the first moment's bias correction
 * @param secondCorrection bias correction of the second moment's root
 * @param epsilon added to the corrected root
 * @param decay learning rate times weight decay; 0 for biases and norms
 */
public record AdamWUpdate(
    float beta1, float beta2, float stepSize, float secondCorrection, float epsilon, float decay) {}
