// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/connections/certificate_dialog.h"

#include <QCheckBox>
#include <QCryptographicHash>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/session/text.h"
#include "ui/views/widgets/basics.h"

namespace streamtune::ui {

QString fingerprintOf(const std::string& pem) {
    constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----", kEnd = "-----END CERTIFICATE-----";
    const auto begin = pem.find(kBegin), end = pem.find(kEnd);
    if (begin == std::string::npos || end == std::string::npos || end < begin)
        return {};
    const std::string body = pem.substr(begin + kBegin.size(), end - begin - kBegin.size());
    const QByteArray der = QByteArray::fromBase64(QByteArray::fromStdString(body));
    if (der.isEmpty())
        return {};
    return QString::fromLatin1(QCryptographicHash::hash(der, QCryptographicHash::Sha256).toHex(':').toUpper());
}

CertificateDialog::CertificateDialog(const QString& address, const net::Certificate& certificate, QWidget* parent)
    : QDialog(parent) {
    setObjectName(QStringLiteral("certificateDialog"));
    setWindowTitle(tr("Certificate of %1").arg(elideMiddle(address, 60)));
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    layout->addWidget(plainLabel(tr("Nobody this computer trusts vouches for this server. Compare the fingerprint with "
                                    "what its operator tells you, over another way than this network.")));
    auto* form = new QFormLayout;
    const auto fact = [&](const QString& name, const QString& value, TextKind kind = TextKind::Body) {
        auto* label = plainLabel(elideMiddle(value, 400), kind);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        label->setAccessibleName(name + QStringLiteral(": ") + value);
        form->addRow(name, label);
        return label;
    };
    fact(tr("Made out to"), text(certificate.subject));
    fact(tr("Made by"), certificate.issuer == certificate.subject ? tr("itself") : text(certificate.issuer));
    fact(tr("Valid"), tr("%1 to %2").arg(text(certificate.validFrom), text(certificate.validUntil)));
    QString digits = fingerprintOf(certificate.pem);
    if (digits.size() > 48) // wraps after sixteen pairs
        digits[47] = QLatin1Char(' ');
    fact(tr("SHA-256"), digits, TextKind::Mono)->setObjectName(QStringLiteral("fingerprint"));
    layout->addLayout(form);
    auto* compared = new QCheckBox(tr("I have &compared the fingerprint: it is the same"));
    compared->setObjectName(QStringLiteral("fingerprintCompared"));
    layout->addWidget(compared);
    layout->addWidget(plainLabel(tr("Trust holds for this connection only. When the server gets another certificate, "
                                    "the connection is refused until that one was compared as well."),
                                 TextKind::Caption));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    auto* trust = buttons->addButton(tr("&Trust this certificate"), QDialogButtonBox::AcceptRole);
    trust->setObjectName(QStringLiteral("trustCertificate"));
    trust->setEnabled(false);
    trust->setToolTip(tr("Compare the fingerprint first."));
    buttons->button(QDialogButtonBox::Cancel)->setDefault(true);
    connect(compared, &QCheckBox::toggled, trust, [trust](bool on) {
        trust->setEnabled(on);
        trust->setToolTip(on ? QString() : tr("Compare the fingerprint first."));
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        Q_EMIT trusted();
        accept();
    });
    layout->addWidget(buttons);
    resize(fontMetrics().height() * 36, sizeHint().height());
}

} // namespace streamtune::ui
