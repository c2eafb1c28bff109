/** A certificate for built accounts: EC, valid from 2026 to 2036; nobody keeps its private key. */
export const exampleCertificate = `-----BEGIN CERTIFICATE-----
MIIBYDCCAQagAwIBAgIUHorA8scKQszCxAOw3lA1pje3gVEwCgYIKoZIzj0EAwIw
MDEQMA4GA1UECgwHRXhhbXBsZTEcMBoGA1UEAwwTc2lnbmluZy5leGFtcGxlLmNv
bTAeFw0yNjAxMDEwMDAwMDBaFw0zNjAxMDEwMDAwMDBaMDAxEDAOBgNVBAoMB0V4
YW1wbGUxHDAaBgNVBAMME3NpZ25pbmcuZXhhbXBsZS5jb20wWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAATfYvT9IwHUB2V/rhKlNhBHSfz4JXtIVffrIJWjKjGakol+
zctXflwA8wmDKm74D5k4wkF8DyCPkLjebD1mPd7iMAoGCCqGSM49BAMCA0gAMEUC
IQCp91uI5GHljuItTm8dbdd4B115dUTyaRia+s/kIQn2QgIgQnMM17rRBABT3vGz
ANpZIEX6svmFheX7knv/5Xi8kKk=
-----END CERTIFICATE-----`;
