# R's surveillance beside ours: reads counts (weeks x series), writes bounds and alarms of each method as CSV.
# Usage: Rscript surveillance.R counts.csv folder first last [methods]
suppressMessages(library(surveillance))
given <- commandArgs(trailingOnly = TRUE)
counts <- as.matrix(read.csv(given[1], check.names = FALSE))
folder <- given[2]
range <- as.integer(given[3]):as.integer(given[4])
wanted <- if (length(given) > 4) strsplit(given[5], ",")[[1]] else NULL
series <- sts(observed = counts, start = c(2000, 1), frequency = 52)

write <- function(name, seconds, result) {
  both <- cbind(range, result@upperbound, result@alarm * 1)
  write.table(both, file.path(folder, paste0(name, ".csv")), sep = ",", row.names = FALSE, col.names = FALSE, na = "")
  cat(name, seconds, "\n", file = file.path(folder, "seconds.txt"), append = TRUE)
}

farringtons <- function(method, ...) {
  method(series, control = list(range = range, reweight = TRUE, limit54 = c(5, 4), trend = TRUE, ...))
}

methods <- list(
  farrington = function() farringtons(farrington, b = 3, w = 3, alpha = 0.01, powertrans = "2/3"),
  farrington_b2_w5 = function() farringtons(farrington, b = 2, w = 5, alpha = 0.05, powertrans = "2/3"),
  flexible = function() farringtons(farringtonFlexible, b = 3, w = 3, alpha = 0.01, weightsThreshold = 2.58,
    noPeriods = 10, pastWeeksNotIncluded = 26, pThresholdTrend = 1, thresholdMethod = "nbPlugin", glmWarnings = FALSE),
  flexible_w2_n7 = function() farringtons(farringtonFlexible, b = 3, w = 2, alpha = 0.005, weightsThreshold = 2.58,
    noPeriods = 7, pastWeeksNotIncluded = 20, pThresholdTrend = 1, thresholdMethod = "nbPlugin", glmWarnings = FALSE),
  ears_c1 = function() earsC(series, control = list(range = range, method = "C1", minSigma = 0.5)),
  ears_c2 = function() earsC(series, control = list(range = range, method = "C2", minSigma = 0.5)),
  ears_c3 = function() earsC(series, control = list(range = range, method = "C3", minSigma = 0.5)),
  bayes = function() bayes(series, control = list(range = range, b = 2, w = 4, actY = TRUE, alpha = 0.01)),
  rki = function() rki(series, control = list(range = range, b = 2, w = 4, actY = FALSE))
)
for (name in if (is.null(wanted)) names(methods) else wanted) {
  # What R says while it fits (no convergence, trying without a trend) is no result.
  invisible(capture.output(seconds <- system.time(result <- suppressWarnings(methods[[name]]()))[["elapsed"]]))
  write(name, seconds, result)
}
