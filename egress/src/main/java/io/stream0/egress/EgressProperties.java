package io.stream0.egress;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where webhooks may lead; {@code stream0-egress.yaml} has the defaults.
 *
 * @param allowPrivateAddresses whether to addresses that are not public too
 * @param allowedAddresses addresses and CIDR ranges that are allowed beside public ones
 */
@ConfigurationProperties("stream0.webhooks")
record EgressProperties(
    @DefaultValue("false") boolean allowPrivateAddresses,
    @DefaultValue List<String> allowedAddresses) {}
