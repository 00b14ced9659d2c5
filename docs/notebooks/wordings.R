# 用例と頻度をRで読み、図にする。追加のパッケージは要らない。
#
#   shirabe serve &
#   SHIRABE=http://127.0.0.1:8080 WORDINGS=研究/開発 Rscript wordings.R
#
# 図は frequency.png と concordance.png になる。

site <- Sys.getenv("SHIRABE", "http://127.0.0.1:8080")
wordings <- Sys.getenv("WORDINGS", "研究/開発")
encode <- function(text) utils::URLencode(enc2utf8(text), reserved = TRUE)
# 初めの列名の前にBOMがあるため、UTF-8-BOMとして読む。
table_of <- function(path, ...) {
  query <- paste0(names(list(...)), "=", vapply(list(...), encode, ""), collapse = "&")
  read.csv(url(paste0(site, path, "?", query), encoding = "UTF-8-BOM"),
           fileEncoding = "UTF-8-BOM", check.names = FALSE)
}

## 頻度：年度ごとの、100万字当たりの箇所と95%の区間
frequency <- table_of("/api/v1/frequency", q = wordings, by = "fy", format = "csv")
years <- frequency[!is.na(frequency[["区分1"]]), ]
png("frequency.png", width = 900, height = 500)
names_of <- unique(years[["言葉"]])
plot(range(years[["区分1"]]), c(0, max(years[["上限"]], na.rm = TRUE)), type = "n",
     xlab = "fiscal year", ylab = "per million characters", xaxt = "n")
axis(1, at = unique(years[["区分1"]]))
for (number in seq_along(names_of)) {
  of <- years[years[["言葉"]] == names_of[number] & !is.na(years[["100万字当たり"]]), ]
  lines(of[["区分1"]], of[["100万字当たり"]], type = "b", lty = number, pch = number)
  segments(of[["区分1"]], of[["下限"]], of[["区分1"]], of[["上限"]], lty = number)
}
legend("topleft", legend = seq_along(names_of), lty = seq_along(names_of),
       pch = seq_along(names_of), bty = "n")
invisible(dev.off())

## 用例：初めの言葉のすべての箇所を読み、直後の文字で数える
first <- strsplit(wordings, "/", fixed = TRUE)[[1]][1]
lines_of <- table_of("/api/v1/concordance", q = first, format = "csv")
stopifnot(nrow(lines_of) > 0)
behind <- sort(table(substr(lines_of[["後ろの文脈"]], 1, 1)), decreasing = TRUE)
png("concordance.png", width = 900, height = 500)
barplot(head(behind, 15), ylab = "occurrences", names.arg = seq_len(min(15, length(behind))))
invisible(dev.off())

cat(sprintf("%d rows of frequency, %d lines of concordance\n", nrow(frequency), nrow(lines_of)))
