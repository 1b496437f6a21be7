// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// English plurals without a translation file: "%n row(s)" reads "1 row" or "2 rows". A translation of another language
/// is installed after it and wins.

#include <QTranslator>

namespace streamtune::ui {

class EnglishPlurals final : public QTranslator {
public:
    using QTranslator::QTranslator;
    [[nodiscard]] bool isEmpty() const override { return false; }
    [[nodiscard]] QString translate(const char* context, const char* source, const char* disambiguation,
                                    int n) const override;
};

} // namespace streamtune::ui
