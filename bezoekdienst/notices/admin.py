from bezoekdienst.accounts import site

site.show("notices")
