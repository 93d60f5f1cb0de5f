from bezoekdienst.accounts import site

site.show("accounts")
# These two lie below us and can't ask for it themselves.
site.show("policy")
site.show("audit")
