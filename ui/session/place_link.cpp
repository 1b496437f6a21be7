// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/place_link.h"

#include <QStringList>
#include <QUrl>

#include "ui/session/text.h"

namespace streamtune::ui {

namespace {

const QStringList& views() {
    static const QStringList kViews{QStringLiteral("inspect"), QStringLiteral("review"), QStringLiteral("clusters"),
                                    QStringLiteral("train"), QStringLiteral("history")};
    return kViews;
}

QString encoded(const std::string& part) {
    return QString::fromLatin1(QUrl::toPercentEncoding(text(part)));
}

std::string decoded(const QString& part) {
    return utf8(QUrl::fromPercentEncoding(part.toUtf8()));
}

} // namespace

QString toText(const PlaceLink& link) {
    switch (link.kind) {
    case PlaceKind::Job:
        return QStringLiteral("job:") + encoded(link.connection) + QLatin1Char('/') + encoded(link.job);
    case PlaceKind::Operator:
        return QStringLiteral("operator:") + encoded(link.connection) + QLatin1Char('/') + encoded(link.job) +
               QLatin1Char('/') + encoded(link.vertex);
    case PlaceKind::Plan:
        return QStringLiteral("plan:") + encoded(link.plan);
    case PlaceKind::Run:
        return QStringLiteral("run:") + QString::number(link.run);
    case PlaceKind::View:
        return QStringLiteral("view:") + link.view;
    }
    return {};
}

Result<PlaceLink> placeLink(const QString& words) {
    const auto wrong = [&] {
        return fail("link.format", "\"" + utf8(elideMiddle(words, 80)) + "\" is no place in the window.",
                    "Write job:CLUSTER/ID, operator:CLUSTER/ID/VERTEX, plan:ID, run:NUMBER, or view: and one of " +
                        utf8(views().join(QStringLiteral(", "))) + ".");
    };
    const qsizetype colon = words.indexOf(QLatin1Char(':'));
    const QString kind = words.left(colon), rest = words.mid(colon + 1);
    if (colon < 1 || rest.isEmpty())
        return wrong();
    QStringList parts = rest.split(QLatin1Char('/'));
    if (parts.contains(QString()))
        return wrong();
    PlaceLink link;
    if ((kind == QLatin1String("job") && parts.size() == 2) ||
        (kind == QLatin1String("operator") && parts.size() == 3)) {
        link.kind = parts.size() == 3 ? PlaceKind::Operator : PlaceKind::Job;
        link.connection = decoded(parts[0]);
        link.job = decoded(parts[1]);
        if (parts.size() == 3)
            link.vertex = decoded(parts[2]);
        return link;
    }
    bool number = false;
    if (kind == QLatin1String("plan") && parts.size() == 1) {
        link.kind = PlaceKind::Plan;
        link.plan = decoded(rest);
        return link;
    }
    if (kind == QLatin1String("run") && (link.run = rest.toLongLong(&number), number && link.run > 0)) {
        link.kind = PlaceKind::Run;
        return link;
    }
    if (kind == QLatin1String("view") && views().contains(rest)) {
        link.view = rest;
        return link;
    }
    return wrong();
}

} // namespace streamtune::ui
