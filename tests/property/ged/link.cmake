target_link_libraries(${kind}_${folder} PRIVATE core_ged)
