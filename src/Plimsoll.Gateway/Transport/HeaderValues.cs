using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Transport.Direct;

namespace Plimsoll.Gateway.Transport;

/// <summary>Sets headers of known names: on a direct connection without a text for each number.</summary>
internal static class HeaderValues
{
    extension(IHeaderDictionary headers)
    {
        /// <summary>Sets a header to a whole number.</summary>
        public void Put(HeaderName name, long number)
        {
            if (headers is ResponseHeaders direct)
                direct.Set(name, number);
            else
                headers[name.Text] = WireAmount.Text(number);
        }

        /// <summary>Sets a header to a text.</summary>
        public void Put(HeaderName name, string text)
        {
            if (headers is ResponseHeaders direct)
                direct.Set(name, text);
            else
                headers[name.Text] = text;
        }
    }
}
