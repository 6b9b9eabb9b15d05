using Plimsoll.Serving.Admission;

namespace Plimsoll.Gateway.Admission;

/// <summary>What a plan's seat or a tier's organization gets where requests wait.</summary>
/// <param name="Band">Its band on the standard lane. Default: standard.</param>
/// <param name="Weight">Its weight within the band, 1 to <see cref="QueueRequest.MostWeight"/>. Default 1.</param>
public sealed record TenantTerms(QueueBand Band = QueueBand.Standard, int Weight = 1);
