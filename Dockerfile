# SPDX-License-Identifier: MIT
# netkit and nothing else: the program, the shared objects that ldd names, and the few files in which the C library looks
# things up. The program is not static, because only the shared C library resolves names as the rest of a system does.
# README.md describes how to use the image; script/image builds it.

FROM docker.io/library/debian:bookworm-slim AS tools
WORKDIR /netkit
COPY script/bootstrap script/
RUN script/bootstrap build \
  && apt-get -qq install -y --no-install-recommends libgtest-dev netbase ca-certificates >/dev/null \
  && rm -rf /var/lib/apt/lists/*

FROM tools AS build
COPY . .
RUN --mount=type=cache,target=/root/.cache/ccache --mount=type=tmpfs,target=/netkit/build set -eu; \
  cmake --preset release -DNETKIT_TESTS=ON -DNETKIT_TESTS_ONCE=OFF; \
  cmake --build --preset release --target netkit_program base_tests addr_tests cli_values_tests; \
  for suite in base addr cli_values; do build/release/tests/$suite/${suite}_tests --gtest_brief=1; done; \
  install -D build/release/cli/netkit /image/usr/bin/netkit; \
  DESTDIR=/image cmake --install build/release --component tls

ARG SOURCE_DATE_EPOCH=0
# Where ldd finds an object is where the loader looks for it, so it needs no cache of its own. Names are looked up by the
# C library itself: since 2.34 it has files and dns in it.
RUN set -eu; cd /image; \
  ldd usr/bin/netkit usr/lib/*/netkit/netkit-tls.so | grep -o '/[^ ]*' | while read -r object; do install -D "$object" ".$object"; done; \
  mkdir -m 1777 tmp; mkdir etc; \
  echo 'hosts: files dns' >etc/nsswitch.conf; \
  echo 'netkit:x:65532:65532::/:' >etc/passwd; \
  echo 'netkit:x:65532:' >etc/group; \
  cp /etc/services etc; \
  install -D -m 644 /etc/ssl/certs/ca-certificates.crt etc/ssl/certs/ca-certificates.crt; \
  install -D -m 644 /netkit/LICENSE usr/share/doc/netkit/copyright; \
  for package in libc6 libstdc++6 libuv1-dev libidn2-dev libunistring-dev libfmt-dev libspdlog-dev libcli11-dev nlohmann-json3-dev zlib1g-dev libssl-dev ca-certificates netbase; do \
    install -D -m 644 /usr/share/doc/$package/copyright usr/share/doc/$package/copyright; \
  done; \
  find . -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +

FROM scratch
ARG VERSION
ARG REVISION
ARG CREATED
LABEL org.opencontainers.image.title="netkit" \
  org.opencontainers.image.description="Command-line networking multitool" \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.version="$VERSION" \
  org.opencontainers.image.revision="$REVISION" \
  org.opencontainers.image.created="$CREATED"
COPY --from=build /image/ /
USER 65532:65532
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/bin/netkit"]
CMD ["--help"]
