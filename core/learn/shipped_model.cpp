// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/learn/model.h"
#include "core/learn/shipped_text.h"

namespace streamtune::learn {

std::shared_ptr<const ModelSet> shippedModel() {
    static const std::shared_ptr<const ModelSet> model = []() -> std::shared_ptr<const ModelSet> {
        if (shippedModelBytes().empty())
            return nullptr;
        auto read = modelFromBytes(shippedModelBytes(), "models/default/model.bin");
        return read ? std::make_shared<const ModelSet>(std::move(*read)) : nullptr; // a test keeps it readable
    }();
    return model;
}

} // namespace streamtune::learn
