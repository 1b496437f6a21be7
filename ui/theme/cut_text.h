// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Texts that are painted again and again, in graphs and tables: shaping and cutting them costs more than painting, and
/// a frame shows hundreds. GUI thread.

#include <QFont>
#include <QStaticText>
#include <QString>

namespace streamtune::ui::theme {

/// The text cut to a width, shaped once; valid until the next call.
[[nodiscard]] const QStaticText& cutText(const QString& text, const QFont& font, double width,
                                         Qt::TextElideMode mode = Qt::ElideRight);

} // namespace streamtune::ui::theme
