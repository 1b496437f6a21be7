// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Certificates for tests of TLS; they live as long as the object.

#include <array>
#include <cstdio>
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

namespace streamtune::tests {

/// A throw-away authority with certificates for 127.0.0.1, another host and a client, made by the openssl program.
class Certificates {
public:
    Certificates() : m_folder(std::filesystem::temp_directory_path() / ("st-tls-" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(m_folder);
        run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test-ca "
            "-keyout ca.key -out ca.pem");
        signedBy("good", "subjectAltName=IP:127.0.0.1");
        signedBy("other", "subjectAltName=DNS:elsewhere.example");
        signedBy("client", "extendedKeyUsage=clientAuth");
    }
    ~Certificates() { std::filesystem::remove_all(m_folder); }

    std::string path(const std::string& name) const { return (m_folder / name).string(); }
    std::string pinOf(const std::string& name) const {
        const std::string command = "openssl x509 -in " + path(name + ".pem") +
                                    " -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 "
                                    "-binary | openssl base64";
        FILE* pipe = popen(command.c_str(), "r");
        std::array<char, 128> text{};
        REQUIRE(std::fgets(text.data(), text.size(), pipe));
        pclose(pipe);
        std::string pin = text.data();
        pin.erase(pin.find_last_not_of("\r\n") + 1);
        return "sha256//" + pin;
    }

    /// Any command of openssl or keytool, in the folder of the certificates.
    void run(const std::string& command) const {
        REQUIRE(std::system(("cd " + m_folder.string() + " && " + command + " >log 2>&1").c_str()) == 0);
    }

private:
    void signedBy(const std::string& name, const std::string& extension) const {
        std::ofstream(m_folder / (name + ".ext")) << extension << '\n';
        run("openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=" + name + " -keyout " +
            name + ".key -out " + name + ".csr");
        run("openssl x509 -req -in " + name + ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile " + name +
            ".ext -out " + name + ".pem");
    }
    std::filesystem::path m_folder;
};

} // namespace streamtune::tests
