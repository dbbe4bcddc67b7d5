# SPDX-License-Identifier: MIT
"""A request of Outlook for someone@example.com."""
POX = "/autodiscover/autodiscover.xml"
BODY = (b'<?xml version="1.0"?><Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/'
        b'requestschema/2006"><Request><EMailAddress>someone@example.com</EMailAddress><AcceptableResponseSchema>'
        b"http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"
        b"</AcceptableResponseSchema></Request></Autodiscover>")
