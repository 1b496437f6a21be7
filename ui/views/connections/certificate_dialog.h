// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The certificate of a server that is not trusted yet. A person compares its fingerprint and says so; then exactly
/// this certificate is trusted, for this connection only.

#include <QDialog>

#include "core/net/certificate.h"

class QCheckBox;

namespace streamtune::ui {

/// SHA-256 of the certificate as other tools write it: pairs of hexadecimal digits with colons. Empty for nonsense.
[[nodiscard]] QString fingerprintOf(const std::string& pem);

class CertificateDialog final : public QDialog {
    Q_OBJECT
public:
    CertificateDialog(const QString& address, const net::Certificate& certificate, QWidget* parent);

Q_SIGNALS:
    void trusted();
};

} // namespace streamtune::ui
